package fcn4j.emulator.device;

import java.util.List;

/** An instantiated graph. */
public record GraphExecutable(List<Runnable> nodes) {}
