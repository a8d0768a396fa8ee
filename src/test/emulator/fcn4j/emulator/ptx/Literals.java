package fcn4j.emulator.ptx;

import java.util.Locale;
import java.util.function.Supplier;

/** Reads the literals of PTX. */
final class Literals {
  private Literals() {}

  static boolean startsNumber(String word) {
    return !word.isEmpty() && Character.isDigit(word.charAt(0));
  }

  static long integer(String word, Supplier<PtxRefused> refusal) {
    String digits = word.endsWith("U") ? word.substring(0, word.length() - 1) : word;
    try {
      if (digits.startsWith("0x") || digits.startsWith("0X")) {
        return Long.parseUnsignedLong(digits.substring(2), 16);
      }
      if (digits.startsWith("0b") || digits.startsWith("0B")) {
        return Long.parseUnsignedLong(digits.substring(2), 2);
      }
      return Long.parseUnsignedLong(digits);
    } catch (NumberFormatException e) {
      PtxRefused refused = refusal.get();
      refused.addSuppressed(e);
      throw refused;
    }
  }

  /** A number as an operand: {@code 0f}, {@code 0d}, decimal fraction or integer. */
  static PtxOperand operand(String word, boolean negative, Supplier<PtxRefused> refusal) {
    String lower = word.toLowerCase(Locale.ROOT);
    if (lower.startsWith("0f") && lower.length() == 10) {
      int bits = Integer.parseUnsignedInt(lower.substring(2), 16);
      return new PtxOperand.FloatLiteral(negative ? bits ^ 0x80000000 : bits);
    }
    if (lower.startsWith("0d") && lower.length() == 18) {
      long bits = Long.parseUnsignedLong(lower.substring(2), 16);
      return new PtxOperand.DoubleLiteral(negative ? bits ^ Long.MIN_VALUE : bits);
    }
    if (lower.contains(".")) {
      double value = Double.parseDouble(lower);
      return new PtxOperand.DoubleLiteral(Double.doubleToRawLongBits(negative ? -value : value));
    }
    long value = integer(word, refusal);
    return new PtxOperand.IntLiteral(negative ? -value : value);
  }
}
