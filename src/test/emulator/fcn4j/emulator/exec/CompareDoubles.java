package fcn4j.emulator.exec;

/** The comparisons of f64 values: ordered ones are false on NaN, those ending in u are true. */
final class CompareDoubles {
  private CompareDoubles() {}

  @Opcode("cmp.eq.f64")
  static boolean eq(double a, double b) {
    return a == b;
  }

  @Opcode("cmp.ne.f64")
  static boolean ne(double a, double b) {
    return a < b || a > b;
  }

  @Opcode("cmp.lt.f64")
  static boolean lt(double a, double b) {
    return a < b;
  }

  @Opcode("cmp.le.f64")
  static boolean le(double a, double b) {
    return a <= b;
  }

  @Opcode("cmp.gt.f64")
  static boolean gt(double a, double b) {
    return a > b;
  }

  @Opcode("cmp.ge.f64")
  static boolean ge(double a, double b) {
    return a >= b;
  }

  @Opcode("cmp.equ.f64")
  static boolean equ(double a, double b) {
    return !(a < b || a > b);
  }

  @Opcode("cmp.neu.f64")
  static boolean neu(double a, double b) {
    return a != b;
  }

  @Opcode("cmp.ltu.f64")
  static boolean ltu(double a, double b) {
    return !(a >= b);
  }

  @Opcode("cmp.leu.f64")
  static boolean leu(double a, double b) {
    return !(a > b);
  }

  @Opcode("cmp.gtu.f64")
  static boolean gtu(double a, double b) {
    return !(a <= b);
  }

  @Opcode("cmp.geu.f64")
  static boolean geu(double a, double b) {
    return !(a < b);
  }

  @Opcode("cmp.num.f64")
  static boolean num(double a, double b) {
    return !Double.isNaN(a) && !Double.isNaN(b);
  }

  @Opcode("cmp.nan.f64")
  static boolean nan(double a, double b) {
    return Double.isNaN(a) || Double.isNaN(b);
  }
}
