package fcn4j.op;

import java.math.BigInteger;

/**
 * An exact fraction in lowest terms; crop offsets rest on coordinate maps that must not be rounded.
 *
 * @param numerator carries the sign
 * @param denominator above 0
 */
public record Rational(long numerator, long denominator) implements Comparable<Rational> {
  /** 0. */
  public static final Rational ZERO = new Rational(0, 1);

  /** 1. */
  public static final Rational ONE = new Rational(1, 1);

  /**
   * Reduces the fraction.
   *
   * @throws ArithmeticException if the denominator is 0
   */
  public Rational {
    if (denominator == 0) {
      throw new ArithmeticException("denominator 0");
    }
    long divisor =
        BigInteger.valueOf(numerator).gcd(BigInteger.valueOf(denominator)).longValueExact();
    long sign = denominator < 0 ? -1 : 1;
    numerator = Math.multiplyExact(sign, numerator / divisor);
    denominator = Math.multiplyExact(sign, denominator / divisor);
  }

  /** A whole number. */
  public static Rational of(long value) {
    return new Rational(value, 1);
  }

  /** this + other. */
  public Rational plus(Rational other) {
    return new Rational(
        Math.addExact(
            Math.multiplyExact(numerator, other.denominator),
            Math.multiplyExact(other.numerator, denominator)),
        Math.multiplyExact(denominator, other.denominator));
  }

  /** this - other. */
  public Rational minus(Rational other) {
    return plus(new Rational(Math.negateExact(other.numerator), other.denominator));
  }

  /** this * other. */
  public Rational times(Rational other) {
    return new Rational(
        Math.multiplyExact(numerator, other.numerator),
        Math.multiplyExact(denominator, other.denominator));
  }

  /** this / other. */
  public Rational dividedBy(Rational other) {
    return new Rational(
        Math.multiplyExact(numerator, other.denominator),
        Math.multiplyExact(denominator, other.numerator));
  }

  /** Whether the value is a whole number. */
  public boolean isInteger() {
    return denominator == 1;
  }

  /** The nearest double. */
  public double toDouble() {
    return (double) numerator / (double) denominator;
  }

  @Override
  public int compareTo(Rational other) {
    return Long.compare(minus(other).numerator, 0);
  }

  @Override
  public String toString() {
    return denominator == 1 ? Long.toString(numerator) : numerator + "/" + denominator;
  }
}
