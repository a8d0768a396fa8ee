/**
 * The networks as code, written as the paper writes them (fusion is the graph's affair), the
 * registry of their names, and net surgery.
 */
@NullMarked
package fcn4j.net;

import org.jspecify.annotations.NullMarked;
