package fcn4j.emulator.ptx;

import org.jspecify.annotations.Nullable;

/**
 * A variable of a module or kernel.
 *
 * @param space global, const, shared or local
 * @param bytes its size; 0 for {@code extern .shared name[]}, whose size the launch gives
 * @param initial the initial bytes or null where the text has none
 */
public record PtxVariable(
    String name, String space, int align, int bytes, byte @Nullable [] initial) {}
