package fcn4j.op;

import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;

/**
 * A tensor in a backend's memory: borrowed, never owned.
 *
 * @param memory where it is
 * @param offsetBytes its first byte
 * @param shape its extents; parameters of other ranks are given as (1,1,1,count)
 * @param type its elements
 */
public record View(Memory memory, long offsetBytes, Shape shape, ElementType type) {}
