package fcn4j.reference;

import java.util.Arrays;

/**
 * The gradient of the weights: dWeight[o,c,u,v] = sum over n,i,j of coarse[n,o,i,j] * the fine
 * value that the tap falls on. The same for convolution (coarse is dOut) and deconvolution (coarse
 * is the input, fine is dOut).
 *
 * <p>A task owns some rows (coarse channels) and some columns (c,u,v), and sums over all pixels in
 * order: coarse values times the panel pixel x (c,u,v).
 */
final class WeightPass {
  private static final int MIN_ROWS = 32;
  private static final int MIN_TASKS = 4;

  private final Geometry geometry;
  private final Workers workers;
  private final int chunks;
  private final int chunkColumns;
  private final int blocks;
  private final int blockRows;

  WeightPass(Geometry geometry, Workers workers) {
    this.geometry = geometry;
    this.workers = workers;
    chunks = Math.ceilDiv(geometry.patch(), Scratch.WIDTH);
    chunkColumns = Math.ceilDiv(geometry.patch(), chunks);
    int rows = geometry.coarseChannels();
    int wanted = Math.ceilDiv(MIN_TASKS, chunks * geometry.groups());
    blockRows = Math.max(Math.min(rows, MIN_ROWS), Math.ceilDiv(rows, wanted));
    blocks = Math.ceilDiv(rows, blockRows);
  }

  /**
   * Computes the gradient.
   *
   * @param accumulate whether to add to what is there; else it is replaced
   */
  void run(Slice fine, Slice coarse, Slice dWeights, boolean accumulate) {
    workers.run(
        geometry.groups() * chunks * blocks,
        (index, scratch) -> {
          int row = index % blocks * blockRows;
          int rows = Math.min(blockRows, geometry.coarseChannels() - row);
          int column = index / blocks % chunks * chunkColumns;
          int columns = Math.min(chunkColumns, geometry.patch() - column);
          if (columns > 0) {
            new Block(fine, coarse, dWeights, scratch, index / blocks / chunks, column, columns)
                .compute(row, rows, accumulate);
          }
        });
  }

  /** One task's work. */
  private final class Block {
    private final Slice fine;
    private final Slice coarse;
    private final Slice dWeights;
    private final Scratch scratch;
    private final int group;
    private final int column;
    private final int columns;

    Block(
        Slice fine,
        Slice coarse,
        Slice dWeights,
        Scratch scratch,
        int group,
        int column,
        int columns) {
      this.fine = fine;
      this.coarse = coarse;
      this.dWeights = dWeights;
      this.scratch = scratch;
      this.group = group;
      this.column = column;
      this.columns = columns;
    }

    void compute(int firstRow, int rows, boolean accumulate) {
      int pixels = geometry.coarsePixels();
      int channel = group * geometry.coarseChannels() + firstRow;
      for (int first = 0; first < pixels; first += Scratch.DEPTH) {
        int depth = Math.min(Scratch.DEPTH, pixels - first);
        scratch.band.locate(first, depth, coarse.shape().h(), coarse.shape().w());
        fillPanel();
        boolean continued = first > 0 || accumulate;
        for (int row = 0; row < rows; row += Scratch.ROWS) {
          multiply(channel + row, Math.min(Scratch.ROWS, rows - row), depth, continued);
        }
      }
    }

    private void multiply(int channel, int height, int depth, boolean continued) {
      for (int r = 0; r < Scratch.ROWS; r++) {
        fillFactors(r, channel + r, r < height, depth);
        if (continued && r < height) {
          System.arraycopy(dWeights.data(), target(channel + r), scratch.sums[r], 0, columns);
        } else {
          Arrays.fill(scratch.sums[r], 0, columns, 0);
        }
      }
      FourRows.multiply(scratch, depth, columns);
      for (int r = 0; r < height; r++) {
        System.arraycopy(scratch.sums[r], 0, dWeights.data(), target(channel + r), columns);
      }
    }

    private int target(int channel) {
      return dWeights.at() + channel * geometry.patch() + column;
    }

    private void fillFactors(int r, int channel, boolean used, int depth) {
      double[] factors = scratch.factors;
      if (!used) {
        for (int k = 0; k < depth; k++) {
          factors[FourRows.index(r, k)] = 0;
        }
        return;
      }
      Band band = scratch.band;
      for (int piece = 0; piece < band.pieces(); piece++) {
        int from =
            coarse.plane(band.image[piece], channel)
                + band.row[piece] * coarse.shape().w()
                + band.column[piece];
        int start = band.start[piece];
        for (int i = 0; i < band.length[piece]; i++) {
          factors[FourRows.index(r, start + i)] = coarse.data()[from + i];
        }
      }
    }

    private void fillPanel() {
      Band band = scratch.band;
      for (int piece = 0; piece < band.pieces(); piece++) {
        for (int i = 0; i < band.length[piece]; i++) {
          fillRow(
              scratch.panel[band.start[piece] + i],
              band.image[piece],
              band.row[piece],
              band.column[piece] + i);
        }
      }
    }

    /** The fine values under one coarse pixel, one kernel row after the other. */
    private void fillRow(double[] target, int image, int coarseRow, int coarseColumn) {
      int kw = geometry.kernel().w();
      int kh = geometry.kernel().h();
      int left = geometry.fineColumn(coarseColumn, 0);
      int tapRow = column / kw;
      int v = column % kw;
      int done = 0;
      while (done < columns) {
        int count = Math.min(kw - v, columns - done);
        int channel = group * geometry.fineChannels() + tapRow / kh;
        int row = geometry.fineRow(coarseRow, tapRow % kh);
        int line = fine.plane(image, channel) + row * fine.shape().w();
        boolean inside = row >= 0 && row < fine.shape().h();
        fillTaps(target, done, line, left + v * geometry.dilation().w(), inside ? count : -count);
        done += count;
        tapRow++;
        v = 0;
      }
    }

    /** Copies taps of one kernel row; a negative count stands for taps outside. */
    private void fillTaps(double[] target, int at, int line, int x, int count) {
      int width = fine.shape().w();
      int step = geometry.dilation().w();
      for (int i = 0; i < Math.abs(count); i++) {
        int column = x + i * step;
        boolean inside = count > 0 && column >= 0 && column < width;
        target[at + i] = inside ? fine.data()[line + column] : 0;
      }
    }
  }
}
