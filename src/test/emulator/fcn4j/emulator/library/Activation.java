package fcn4j.emulator.library;

/**
 * Pointwise activations.
 *
 * @param mode cuDNN's number: 0 sigmoid, 1 ReLU, 2 tanh, 3 clipped ReLU, 4 ELU, 5 identity
 */
record Activation(int mode, double coefficient) {
  static final int RELU = 1;
  static final int IDENTITY = 5;

  boolean valid() {
    return mode >= 0 && mode <= IDENTITY;
  }

  float apply(float x) {
    return switch (mode) {
      case 0 -> (float) (1 / (1 + Math.exp(-x)));
      case RELU -> x > 0 ? x : 0;
      case 2 -> (float) Math.tanh(x);
      case 3 -> (float) Math.min(Math.max(x, 0), coefficient);
      case 4 -> x > 0 ? x : (float) (coefficient * Math.expm1(x));
      default -> x;
    };
  }

  /** The derivative from the input and the output. */
  float slope(float x, float y) {
    return switch (mode) {
      case 0 -> y * (1 - y);
      case RELU -> x > 0 ? 1 : 0;
      case 2 -> 1 - y * y;
      case 3 -> x > 0 && x < coefficient ? 1 : 0;
      case 4 -> x > 0 ? 1 : (float) (y + coefficient);
      default -> 1;
    };
  }
}
