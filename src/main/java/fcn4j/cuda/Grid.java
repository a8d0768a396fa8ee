package fcn4j.cuda;

/**
 * The shape of a launch.
 *
 * @param x blocks in x, 1 to 2^31 - 1
 * @param y blocks in y, 1 to 65535
 * @param z blocks in z, 1 to 65535
 * @param blockX threads of a block in x
 * @param blockY threads of a block in y
 * @param blockZ threads of a block in z, at most 64; at most 1024 threads in all
 * @param sharedBytes dynamic shared memory of a block
 */
public record Grid(int x, int y, int z, int blockX, int blockY, int blockZ, int sharedBytes) {
  private static final int MAX_YZ = 65535;
  private static final int MAX_THREADS = 1024;

  /**
   * Checks the limits that every device has.
   *
   * @throws IllegalArgumentException if an extent is outside its limits
   */
  public Grid {
    boolean blocksFit = x >= 1 && y >= 1 && z >= 1 && y <= MAX_YZ && z <= MAX_YZ;
    boolean threadsFit =
        blockX >= 1
            && blockY >= 1
            && blockZ >= 1
            && blockZ <= 64
            && (long) blockX * blockY * blockZ <= MAX_THREADS;
    if (!blocksFit || !threadsFit || sharedBytes < 0) {
      throw new IllegalArgumentException(
          "no device can launch %dx%dx%d blocks of %dx%dx%d threads with %d shared bytes"
              .formatted(x, y, z, blockX, blockY, blockZ, sharedBytes));
    }
  }

  /**
   * As many blocks in x as it takes for {@code threads} threads.
   *
   * @throws IllegalArgumentException if that is none or more than 2^31 - 1 blocks
   */
  public static Grid linear(long threads, int block) {
    long blocks = (threads + block - 1) / block;
    if (blocks > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(threads + " threads in blocks of " + block);
    }
    return new Grid((int) blocks, 1, 1, block, 1, 1, 0);
  }

  /** Blocks in three dimensions, threads in x only. */
  public static Grid of(int x, int y, int z, int block) {
    return new Grid(x, y, z, block, 1, 1, 0);
  }

  /** The same shape with this much dynamic shared memory. */
  public Grid withSharedBytes(int bytes) {
    return new Grid(x, y, z, blockX, blockY, blockZ, bytes);
  }

  @Override
  public String toString() {
    return "%dx%dx%d blocks of %dx%dx%d threads".formatted(x, y, z, blockX, blockY, blockZ)
        + (sharedBytes == 0 ? "" : " with " + sharedBytes + " shared bytes");
  }
}
