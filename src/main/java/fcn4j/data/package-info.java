/** Images and label maps: folders and packaged digits to the batches that a network takes. */
@NullMarked
package fcn4j.data;

import org.jspecify.annotations.NullMarked;
