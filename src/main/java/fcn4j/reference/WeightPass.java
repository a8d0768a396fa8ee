package fcn4j.reference;

import fcn4j.op.Workers;
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
  private final Workers<Scratch> workers;
  private final Patches patches;
  private final int chunks;
  private final int chunkColumns;
  private final int blocks;
  private final int blockRows;

  WeightPass(Geometry geometry, Workers<Scratch> workers) {
    this.geometry = geometry;
    this.workers = workers;
    patches = new Patches(geometry);
    int patch = geometry.patch();
    int even = Math.ceilDiv(patch, Math.ceilDiv(patch, Scratch.WIDTH));
    int area = geometry.kernel().area();
    chunkColumns = Math.min(Scratch.WIDTH, Math.ceilDiv(even, area) * area);
    chunks = Math.ceilDiv(patch, chunkColumns);
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
        patches.fill(fine, scratch.band, scratch.panel, group, column, columns);
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
      if (used) {
        BandCopy.fromPlanes(scratch.band, coarse, channel, scratch.sums[r]);
        FourRows.setRow(scratch, r, scratch.sums[r], 0, depth);
      } else {
        FourRows.clearRow(scratch, r, depth);
      }
    }
  }
}
