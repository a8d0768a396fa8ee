package fcn4j.emulator.exec;

/** float64 arithmetic rounded to nearest. */
final class DoubleOps {
  private DoubleOps() {}

  @Opcode("add.f64")
  static double add(double a, double b) {
    return a + b;
  }

  @Opcode("sub.f64")
  static double sub(double a, double b) {
    return a - b;
  }

  @Opcode("mul.f64")
  static double mul(double a, double b) {
    return a * b;
  }

  @Opcode("div.f64")
  static double div(double a, double b) {
    return a / b;
  }

  @Opcode("fma.f64")
  static double fma(double a, double b, double c) {
    return Math.fma(a, b, c);
  }

  @Opcode("rcp.f64")
  static double rcp(double a) {
    return 1 / a;
  }

  @Opcode("sqrt.f64")
  static double sqrt(double a) {
    return Math.sqrt(a);
  }

  @Opcode("neg.f64")
  static double neg(double a) {
    return -a;
  }

  @Opcode("abs.f64")
  static double abs(double a) {
    return Math.abs(a);
  }

  @Opcode("min.f64")
  static double min(double a, double b) {
    return Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.min(a, b);
  }

  @Opcode("max.f64")
  static double max(double a, double b) {
    return Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.max(a, b);
  }
}
