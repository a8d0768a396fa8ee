package fcn4j.reference;

import fcn4j.op.Workers;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * From the coarse side to the fine one: fine[n,c,y,x] = bias[c] + sum over o,u,v of weight *
 * coarse. A deconvolution's forward pass and the gradient of a convolution's input.
 *
 * <p>A task owns some fine channels: the rows (c,u,v) of weights times the panel (o) x pixel of
 * coarse values, each added where its tap falls, band after band.
 */
final class ScatterPass {
  private static final int MIN_ROWS = 64;
  private static final int MIN_TASKS = 8;

  private final Geometry geometry;
  private final Workers<Scratch> workers;
  private final int blockChannels;
  private final int blocks;

  ScatterPass(Geometry geometry, Workers<Scratch> workers) {
    this.geometry = geometry;
    this.workers = workers;
    int channels = geometry.fineChannels();
    int enoughRows = Math.ceilDiv(MIN_ROWS, geometry.kernel().area());
    blockChannels = Math.min(enoughRows, Math.ceilDiv(channels, MIN_TASKS));
    blocks = Math.ceilDiv(channels, blockChannels);
  }

  /**
   * Computes the fine side.
   *
   * @param accumulate whether to add to what is there; else it is replaced
   */
  void run(Slice coarse, Slice weights, @Nullable Slice bias, Slice fine, boolean accumulate) {
    workers.run(
        geometry.groups() * blocks,
        (index, scratch) -> {
          int channel = index % blocks * blockChannels;
          int channels = Math.min(blockChannels, geometry.fineChannels() - channel);
          Block block = new Block(coarse, weights, fine, scratch, index / blocks);
          if (!accumulate) {
            block.start(bias, channel, channels);
          }
          block.compute(channel, channels);
        });
  }

  /** One task's work. */
  private final class Block {
    private final Slice coarse;
    private final Slice weights;
    private final Slice fine;
    private final Scratch scratch;
    private final int firstFine;
    private final int firstCoarse;

    Block(Slice coarse, Slice weights, Slice fine, Scratch scratch, int group) {
      this.coarse = coarse;
      this.weights = weights;
      this.fine = fine;
      this.scratch = scratch;
      firstFine = group * geometry.fineChannels();
      firstCoarse = group * geometry.coarseChannels();
    }

    void start(@Nullable Slice bias, int channel, int channels) {
      for (int n = 0; n < fine.shape().n(); n++) {
        for (int c = firstFine + channel; c < firstFine + channel + channels; c++) {
          int from = fine.plane(n, c);
          double value = bias == null ? 0 : bias.data()[bias.at() + c];
          Arrays.fill(fine.data(), from, from + fine.plane(), value);
        }
      }
    }

    void compute(int channel, int channels) {
      int pixels = geometry.coarsePixels();
      int area = geometry.kernel().area();
      int firstRow = channel * area;
      int rows = channels * area;
      for (int first = 0; first < pixels; first += Scratch.WIDTH) {
        int width = Math.min(Scratch.WIDTH, pixels - first);
        scratch.band.locate(first, width, coarse.shape().h(), coarse.shape().w());
        for (int o = 0; o < geometry.coarseChannels(); o += Scratch.DEPTH) {
          int depth = Math.min(Scratch.DEPTH, geometry.coarseChannels() - o);
          for (int k = 0; k < depth; k++) {
            BandCopy.fromPlanes(scratch.band, coarse, firstCoarse + o + k, scratch.panel[k]);
          }
          for (int row = firstRow; row < firstRow + rows; row += Scratch.ROWS) {
            multiply(row, Math.min(Scratch.ROWS, firstRow + rows - row), o, depth, width);
          }
        }
      }
    }

    private void multiply(int row, int height, int o, int depth, int width) {
      int patch = geometry.patch();
      int from = weights.at() + (firstCoarse + o) * patch + row;
      for (int k = 0; k < depth; k++) {
        for (int r = 0; r < Scratch.ROWS; r++) {
          scratch.factors[FourRows.index(r, k)] =
              r < height ? weights.data()[from + k * patch + r] : 0;
        }
      }
      for (int r = 0; r < Scratch.ROWS; r++) {
        Arrays.fill(scratch.sums[r], 0, width, 0);
      }
      FourRows.multiply(scratch, depth, width);
      int area = geometry.kernel().area();
      int kw = geometry.kernel().w();
      for (int r = 0; r < height; r++) {
        int tap = (row + r) % area;
        add(scratch.sums[r], firstFine + (row + r) / area, tap / kw, tap % kw);
      }
    }

    private void add(double[] sums, int channel, int u, int v) {
      Band band = scratch.band;
      int width = fine.shape().w();
      for (int piece = 0; piece < band.pieces(); piece++) {
        int row = geometry.fineRow(band.row[piece], u);
        if (row < 0 || row >= fine.shape().h()) {
          continue;
        }
        int line = fine.plane(band.image[piece], channel) + row * width;
        int column = geometry.fineColumn(band.column[piece], v);
        int start = band.start[piece];
        int length = band.length[piece];
        int step = geometry.stride().w();
        if (step == 1) {
          int left = Math.clamp(-(long) column, 0, length);
          int right = Math.clamp((long) width - column, left, length);
          addRun(fine.data(), line + column + left, sums, start + left, right - left);
        } else {
          for (int i = 0; i < length; i++) {
            int x = column + i * step;
            if (x >= 0 && x < width) {
              fine.data()[line + x] += sums[start + i];
            }
          }
        }
      }
    }
  }

  private static void addRun(double[] target, int at, double[] source, int from, int count) {
    for (int i = 0; i < count; i++) {
      target[at + i] += source[from + i];
    }
  }
}
