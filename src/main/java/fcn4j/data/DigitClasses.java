package fcn4j.data;

import java.util.List;

/** The classes of the digit datasets: background is 0, digit d is d + 1. */
final class DigitClasses {
  static final ClassTable TABLE =
      new ClassTable(
          List.of("background", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
          List.of(
              0x000000, 0xe6194b, 0x3cb44b, 0xffe119, 0x4363d8, 0xf58231, 0x911eb4, 0x42d4f4,
              0xf032e6, 0xbfef45, 0xfabed4));

  private DigitClasses() {}

  static int label(int value) {
    return value + 1;
  }
}
