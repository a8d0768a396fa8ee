package fcn4j.emulator.exec;

/**
 * The addresses of a module's global and constant variables, in the order in which the module
 * declares them.
 */
public record Symbols(long[] addresses) {}
