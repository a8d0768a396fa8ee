package fcn4j.emulator.exec;

/** The comparisons of f32 values: ordered ones are false on NaN, those ending in u are true. */
final class CompareFloats {
  private CompareFloats() {}

  @Opcode("cmp.eq.f32")
  static boolean eq(float a, float b) {
    return a == b;
  }

  @Opcode("cmp.ne.f32")
  static boolean ne(float a, float b) {
    return a < b || a > b;
  }

  @Opcode("cmp.lt.f32")
  static boolean lt(float a, float b) {
    return a < b;
  }

  @Opcode("cmp.le.f32")
  static boolean le(float a, float b) {
    return a <= b;
  }

  @Opcode("cmp.gt.f32")
  static boolean gt(float a, float b) {
    return a > b;
  }

  @Opcode("cmp.ge.f32")
  static boolean ge(float a, float b) {
    return a >= b;
  }

  @Opcode("cmp.equ.f32")
  static boolean equ(float a, float b) {
    return !(a < b || a > b);
  }

  @Opcode("cmp.neu.f32")
  static boolean neu(float a, float b) {
    return a != b;
  }

  @Opcode("cmp.ltu.f32")
  static boolean ltu(float a, float b) {
    return !(a >= b);
  }

  @Opcode("cmp.leu.f32")
  static boolean leu(float a, float b) {
    return !(a > b);
  }

  @Opcode("cmp.gtu.f32")
  static boolean gtu(float a, float b) {
    return !(a <= b);
  }

  @Opcode("cmp.geu.f32")
  static boolean geu(float a, float b) {
    return !(a < b);
  }

  @Opcode("cmp.num.f32")
  static boolean num(float a, float b) {
    return !Float.isNaN(a) && !Float.isNaN(b);
  }

  @Opcode("cmp.nan.f32")
  static boolean nan(float a, float b) {
    return Float.isNaN(a) || Float.isNaN(b);
  }
}
