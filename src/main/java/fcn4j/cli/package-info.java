/** The command line: the only entry point, and the place where everything is put together. */
@NullMarked
package fcn4j.cli;

import org.jspecify.annotations.NullMarked;
