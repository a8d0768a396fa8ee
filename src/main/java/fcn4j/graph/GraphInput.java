package fcn4j.graph;

import fcn4j.tensor.ElementType;

/**
 * A tensor that is fed to a graph.
 *
 * @param name for example {@code data} or {@code label}
 * @param channels its channels
 * @param type its elements
 */
public record GraphInput(String name, int channels, ElementType type) {}
