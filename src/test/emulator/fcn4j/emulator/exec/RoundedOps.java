package fcn4j.emulator.exec;

/**
 * float32 arithmetic with a directed rounding: towards zero (rz), down (rm) or up (rp). The exact
 * result is held as a double plus its rounding error, whose signs tell which neighbour is right.
 */
final class RoundedOps {
  private static final int ZERO = 0;
  private static final int DOWN = -1;
  private static final int UP = 1;

  private RoundedOps() {}

  @Opcode("add.rz.f32")
  static float addZ(float a, float b) {
    return sum(a, b, ZERO);
  }

  @Opcode("add.rm.f32")
  static float addM(float a, float b) {
    return sum(a, b, DOWN);
  }

  @Opcode("add.rp.f32")
  static float addP(float a, float b) {
    return sum(a, b, UP);
  }

  @Opcode("sub.rz.f32")
  static float subZ(float a, float b) {
    return sum(a, -(double) b, ZERO);
  }

  @Opcode("sub.rm.f32")
  static float subM(float a, float b) {
    return sum(a, -(double) b, DOWN);
  }

  @Opcode("sub.rp.f32")
  static float subP(float a, float b) {
    return sum(a, -(double) b, UP);
  }

  @Opcode("mul.rz.f32")
  static float mulZ(float a, float b) {
    return directed((double) a * b, 0, ZERO);
  }

  @Opcode("mul.rm.f32")
  static float mulM(float a, float b) {
    return directed((double) a * b, 0, DOWN);
  }

  @Opcode("mul.rp.f32")
  static float mulP(float a, float b) {
    return directed((double) a * b, 0, UP);
  }

  @Opcode("fma.rz.f32")
  static float fmaZ(float a, float b, float c) {
    return sum((double) a * b, c, ZERO);
  }

  @Opcode("fma.rm.f32")
  static float fmaM(float a, float b, float c) {
    return sum((double) a * b, c, DOWN);
  }

  @Opcode("fma.rp.f32")
  static float fmaP(float a, float b, float c) {
    return sum((double) a * b, c, UP);
  }

  @Opcode("div.rz.f32")
  static float divZ(float a, float b) {
    return quotient(a, b, ZERO);
  }

  @Opcode("div.rm.f32")
  static float divM(float a, float b) {
    return quotient(a, b, DOWN);
  }

  @Opcode("div.rp.f32")
  static float divP(float a, float b) {
    return quotient(a, b, UP);
  }

  @Opcode("rcp.rz.f32")
  static float rcpZ(float a) {
    return quotient(1f, a, ZERO);
  }

  @Opcode("sqrt.rz.f32")
  static float sqrtZ(float a) {
    float root = (float) Math.sqrt(a);
    return root > 0 && Float.isFinite(root) ? nudge(root, a - (double) root * root, ZERO) : root;
  }

  private static float sum(double x, double y, int mode) {
    double s = x + y;
    if (s == 0 && mode == DOWN && !positiveZeros(x, y)) {
      return -0f;
    }
    double back = s - x;
    double error = (x - (s - back)) + (y - back);
    return directed(s, Double.isFinite(error) ? error : 0, mode);
  }

  private static boolean positiveZeros(double x, double y) {
    return Double.doubleToRawLongBits(x) == 0 && Double.doubleToRawLongBits(y) == 0;
  }

  private static float quotient(float a, float b, int mode) {
    float q = a / b;
    if (!Float.isFinite(q) && (b == 0 || !Float.isFinite(a) || Float.isNaN(a) || Float.isNaN(b))) {
      return q;
    }
    if (Float.isInfinite(b)) {
      return q;
    }
    double remainder = Float.isInfinite(q) ? -q : a - (double) q * b;
    boolean flip = !Float.isInfinite(q) && b < 0;
    return nudge(q, flip ? -remainder : remainder, mode);
  }

  private static float directed(double value, double error, int mode) {
    float nearest = (float) value;
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return nearest;
    }
    double above = value - nearest;
    return nudge(nearest, above != 0 ? above : error, mode);
  }

  /**
   * Moves a neighbour of the exact value to the right side; {@code above} has the sign of exact
   * minus f.
   */
  static float nudge(float f, double above, int mode) {
    if (above == 0) {
      return f;
    }
    int direction = mode == ZERO ? (f > 0 || (f == 0 && above > 0) ? DOWN : UP) : mode;
    if (direction == DOWN) {
      return above < 0 ? Math.nextDown(f) : f;
    }
    return above > 0 ? Math.nextUp(f) : f;
  }
}
