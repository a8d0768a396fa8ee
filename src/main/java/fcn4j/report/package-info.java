/** What people look at: label maps in colour, overlays, panels side by side, curves and tables. */
@NullMarked
package fcn4j.report;

import org.jspecify.annotations.NullMarked;
