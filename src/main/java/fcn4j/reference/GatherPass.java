package fcn4j.reference;

import fcn4j.op.Workers;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * From the fine side to the coarse one: coarse[n,o,i,j] = bias[o] + sum over c,u,v of weight *
 * fine. A convolution's forward pass and the gradient of a deconvolution's input.
 *
 * <p>A task computes some rows (coarse channels) of a band of pixels, as weights times the panel
 * (c,u,v) x pixel of fine values.
 */
final class GatherPass {
  private static final int MIN_ROWS = 32;
  private static final int MIN_TASKS = 8;

  private final Geometry geometry;
  private final Workers<Scratch> workers;
  private final int bands;
  private final int bandPixels;
  private final int blocks;
  private final int blockRows;

  GatherPass(Geometry geometry, Workers<Scratch> workers) {
    this.geometry = geometry;
    this.workers = workers;
    int pixels = geometry.coarsePixels();
    bands = Math.ceilDiv(pixels, Scratch.WIDTH);
    bandPixels = Math.ceilDiv(pixels, bands);
    int rows = geometry.coarseChannels();
    int wanted = Math.ceilDiv(MIN_TASKS, bands * geometry.groups());
    blockRows = Math.max(Math.min(rows, MIN_ROWS), Math.ceilDiv(rows, wanted));
    blocks = Math.ceilDiv(rows, blockRows);
  }

  /**
   * Computes the coarse side.
   *
   * @param accumulate whether to add to what is there; else it is replaced
   */
  void run(Slice fine, Slice weights, @Nullable Slice bias, Slice coarse, boolean accumulate) {
    workers.run(
        geometry.groups() * bands * blocks,
        (index, scratch) -> {
          int block = index % blocks;
          int first = index / blocks % bands * bandPixels;
          int group = index / blocks / bands;
          int pixels = Math.min(bandPixels, geometry.coarsePixels() - first);
          int row = block * blockRows;
          int rows = Math.min(blockRows, geometry.coarseChannels() - row);
          if (pixels > 0) {
            new Block(fine, weights, bias, coarse, scratch, group, pixels)
                .compute(first, row, rows, accumulate);
          }
        });
  }

  /** One task's work. */
  private final class Block {
    private final Slice fine;
    private final Slice weights;
    private final @Nullable Slice bias;
    private final Slice coarse;
    private final Scratch scratch;
    private final int group;
    private final int pixels;

    Block(
        Slice fine,
        Slice weights,
        @Nullable Slice bias,
        Slice coarse,
        Scratch scratch,
        int group,
        int pixels) {
      this.fine = fine;
      this.weights = weights;
      this.bias = bias;
      this.coarse = coarse;
      this.scratch = scratch;
      this.group = group;
      this.pixels = pixels;
    }

    void compute(int firstPixel, int firstRow, int rows, boolean accumulate) {
      scratch.band.locate(firstPixel, pixels, coarse.shape().h(), coarse.shape().w());
      int firstChannel = group * geometry.coarseChannels() + firstRow;
      int patch = geometry.patch();
      for (int k = 0; k < patch; k += Scratch.DEPTH) {
        int depth = Math.min(Scratch.DEPTH, patch - k);
        fillPanel(k, depth);
        for (int row = 0; row < rows; row += Scratch.ROWS) {
          int height = Math.min(Scratch.ROWS, rows - row);
          fillFactors(firstChannel + row, height, k, depth);
          fillSums(firstChannel + row, height, k > 0 || accumulate);
          FourRows.multiply(scratch, depth, pixels);
          for (int r = 0; r < height; r++) {
            BandCopy.toPlanes(scratch.band, scratch.sums[r], coarse, firstChannel + row + r);
          }
        }
      }
    }

    private void fillSums(int channel, int height, boolean continued) {
      for (int r = 0; r < height; r++) {
        if (continued) {
          BandCopy.fromPlanes(scratch.band, coarse, channel + r, scratch.sums[r]);
        } else {
          double start = bias == null ? 0 : bias.data()[bias.at() + channel + r];
          Arrays.fill(scratch.sums[r], 0, pixels, start);
        }
      }
    }

    private void fillFactors(int channel, int height, int k, int depth) {
      for (int r = 0; r < height; r++) {
        int from = weights.at() + (channel + r) * geometry.patch() + k;
        FourRows.setRow(scratch, r, weights.data(), from, depth);
      }
      for (int r = height; r < Scratch.ROWS; r++) {
        FourRows.clearRow(scratch, r, depth);
      }
    }

    private void fillPanel(int k, int depth) {
      int kw = geometry.kernel().w();
      int area = geometry.kernel().area();
      for (int i = 0; i < depth; i++) {
        int channel = group * geometry.fineChannels() + (k + i) / area;
        int u = (k + i) % area / kw;
        int v = (k + i) % kw;
        fillRow(scratch.panel[i], channel, u, v);
      }
    }

    private void fillRow(double[] target, int channel, int u, int v) {
      Band band = scratch.band;
      int width = fine.shape().w();
      for (int piece = 0; piece < band.pieces(); piece++) {
        int start = band.start[piece];
        int length = band.length[piece];
        int row = geometry.fineRow(band.row[piece], u);
        if (row < 0 || row >= fine.shape().h()) {
          Arrays.fill(target, start, start + length, 0);
          continue;
        }
        int line = fine.plane(band.image[piece], channel) + row * width;
        int column = geometry.fineColumn(band.column[piece], v);
        int step = geometry.stride().w();
        if (step == 1) {
          int left = Math.clamp(-(long) column, 0, length);
          int right = Math.clamp((long) width - column, left, length);
          Arrays.fill(target, start, start + left, 0);
          // Where the piece lies wholly in the padding, the source index may be outside the memory.
          if (right > left) {
            System.arraycopy(fine.data(), line + column + left, target, start + left, right - left);
          }
          Arrays.fill(target, start + right, start + length, 0);
        } else {
          for (int i = 0; i < length; i++) {
            int x = column + i * step;
            target[start + i] = x >= 0 && x < width ? fine.data()[line + x] : 0;
          }
        }
      }
    }
  }
}
