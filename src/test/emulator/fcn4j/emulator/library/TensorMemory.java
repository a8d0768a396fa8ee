package fcn4j.emulator.library;

import fcn4j.emulator.memory.Transfers;
import java.lang.foreign.MemorySegment;

/** Tensors of device memory as dense float arrays in NCHW order, and back. */
final class TensorMemory {
  private final Transfers transfers;
  private final String what;

  TensorMemory(Transfers transfers, String what) {
    this.transfers = transfers;
    this.what = what;
  }

  /** Reads a tensor, all of which must have been written. */
  float[] read(Layout layout, long address) {
    if (layout.isPacked()) {
      return elements(layout, address, layout.count());
    }
    float[] dense = new float[layout.count()];
    float[] strided = stridedElements(layout, address);
    int at = 0;
    for (int n = 0; n < layout.n(); n++) {
      for (int c = 0; c < layout.c(); c++) {
        for (int h = 0; h < layout.h(); h++) {
          for (int w = 0; w < layout.w(); w++) {
            dense[at++] = strided[layout.place(n, c, h, w)];
          }
        }
      }
    }
    return dense;
  }

  /** With gaps between elements, only the elements themselves need be written. */
  private float[] stridedElements(Layout layout, long address) {
    int span = Math.toIntExact(layout.span());
    if (span == layout.count()) {
      return elements(layout, address, span);
    }
    float[] values = new float[span];
    for (int n = 0; n < layout.n(); n++) {
      for (int c = 0; c < layout.c(); c++) {
        for (int h = 0; h < layout.h(); h++) {
          for (int w = 0; w < layout.w(); w++) {
            int place = layout.place(n, c, h, w);
            long at = address + (long) place * layout.elementBytes();
            values[place] = elements(layout, at, 1)[0];
          }
        }
      }
    }
    return values;
  }

  private float[] elements(Layout layout, long address, int count) {
    if (layout.type() == Layout.FLOAT) {
      return transfers.floats(address, count, what);
    }
    short[] bits = new short[count];
    transfers.read(address, MemorySegment.ofArray(bits), (long) count * Short.BYTES, what);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] =
          layout.type() == Layout.HALF
              ? Float.float16ToFloat(bits[i])
              : Float.intBitsToFloat(bits[i] << 16);
    }
    return values;
  }

  /** Writes {@code alpha * result + beta * old}; with beta 0 the old values are not read. */
  void blend(Layout layout, long address, float[] result, float alpha, float beta) {
    if (beta != 0) {
      float[] old = read(layout, address);
      for (int i = 0; i < result.length; i++) {
        result[i] = alpha * result[i] + beta * old[i];
      }
    } else if (alpha != 1) {
      for (int i = 0; i < result.length; i++) {
        result[i] = alpha * result[i];
      }
    }
    write(layout, address, result);
  }

  /** Writes a tensor. */
  void write(Layout layout, long address, float[] dense) {
    if (layout.isPacked() || layout.span() == layout.count()) {
      writeElements(layout, address, layout.isPacked() ? dense : arranged(layout, dense));
      return;
    }
    int at = 0;
    for (int n = 0; n < layout.n(); n++) {
      for (int c = 0; c < layout.c(); c++) {
        for (int h = 0; h < layout.h(); h++) {
          for (int w = 0; w < layout.w(); w++) {
            long place = address + (long) layout.place(n, c, h, w) * layout.elementBytes();
            writeElements(layout, place, new float[] {dense[at++]});
          }
        }
      }
    }
  }

  private static float[] arranged(Layout layout, float[] dense) {
    float[] strided = new float[dense.length];
    int at = 0;
    for (int n = 0; n < layout.n(); n++) {
      for (int c = 0; c < layout.c(); c++) {
        for (int h = 0; h < layout.h(); h++) {
          for (int w = 0; w < layout.w(); w++) {
            strided[layout.place(n, c, h, w)] = dense[at++];
          }
        }
      }
    }
    return strided;
  }

  private void writeElements(Layout layout, long address, float[] values) {
    if (layout.type() == Layout.FLOAT) {
      transfers.setFloats(address, values, what);
      return;
    }
    short[] bits = new short[values.length];
    for (int i = 0; i < values.length; i++) {
      bits[i] =
          layout.type() == Layout.HALF ? Float.floatToFloat16(values[i]) : bfloat16(values[i]);
    }
    transfers.write(address, MemorySegment.ofArray(bits), (long) bits.length * Short.BYTES, what);
  }

  /** To nearest, ties to even. */
  private static short bfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    return Float.isNaN(value) ? 0x7FFF : (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
  }
}
