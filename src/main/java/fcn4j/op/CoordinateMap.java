package fcn4j.op;

/**
 * Where the centre of an input pixel lies in the output: {@code y = scale * x + shift}, exactly,
 * for rows and for columns.
 *
 * <p>Convolution and pooling: scale 1/s, shift (pad - (k-1)/2)/s. Deconvolution: scale s, shift
 * (k-1)/2 - pad. Crop: shift -offset. Rounding of sizes does not enter. Source: Caffe, {@code
 * coord_map.py}.
 *
 * @param h the map of rows
 * @param w the map of columns
 */
public record CoordinateMap(Axis h, Axis w) {
  /** Leaves every pixel where it is. */
  public static final CoordinateMap IDENTITY =
      new CoordinateMap(
          new Axis(Rational.ONE, Rational.ZERO), new Axis(Rational.ONE, Rational.ZERO));

  /**
   * One axis: {@code y = scale * x + shift}.
   *
   * @param scale output pixels for each input pixel
   * @param shift where input pixel 0 lies
   */
  public record Axis(Rational scale, Rational shift) {
    Axis then(Axis next) {
      return new Axis(scale.times(next.scale), next.scale.times(shift).plus(next.shift));
    }

    static Axis sliding(int extent, int stride, int pad) {
      Rational step = Rational.of(stride);
      Rational half = new Rational(Math.subtractExact(extent, 1), 2);
      return new Axis(Rational.ONE.dividedBy(step), Rational.of(pad).minus(half).dividedBy(step));
    }

    static Axis upsampling(int extent, int stride, int pad) {
      Rational half = new Rational(Math.subtractExact(extent, 1), 2);
      return new Axis(Rational.of(stride), half.minus(Rational.of(pad)));
    }

    static Axis cropped(int offset) {
      return new Axis(Rational.ONE, Rational.of(-(long) offset));
    }

    @Override
    public String toString() {
      return scale + "*x + " + shift;
    }
  }

  /** This map followed by another. */
  public CoordinateMap then(CoordinateMap next) {
    return new CoordinateMap(h.then(next.h), w.then(next.w));
  }

  static CoordinateMap sliding(Extent2 extent, Extent2 stride, Extent2 pad) {
    return new CoordinateMap(
        Axis.sliding(extent.h(), stride.h(), pad.h()),
        Axis.sliding(extent.w(), stride.w(), pad.w()));
  }

  static CoordinateMap upsampling(Extent2 extent, Extent2 stride, Extent2 pad) {
    return new CoordinateMap(
        Axis.upsampling(extent.h(), stride.h(), pad.h()),
        Axis.upsampling(extent.w(), stride.w(), pad.w()));
  }

  static CoordinateMap cropped(Extent2 offset) {
    return new CoordinateMap(Axis.cropped(offset.h()), Axis.cropped(offset.w()));
  }
}
