package fcn4j.graph;

/**
 * A demand that a fused operation does not see by itself: two of the graph's tensors have equal
 * rows and columns.
 *
 * @param node the fused node, for messages
 * @param tensor what must fit
 * @param reference what it must fit to
 */
record ExtentRule(String node, String tensor, String reference) {}
