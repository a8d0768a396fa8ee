/**
 * The engine beside PyTorch and ONNX Runtime on the processor: every one is a process of its own
 * that does a pass when told to, so that passes alternate in one run.
 */
@NullMarked
package fcn4j.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
