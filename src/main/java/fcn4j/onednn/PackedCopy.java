package fcn4j.onednn;

import fcn4j.op.Occupancy;

/** Packed weights and the version of the values that they were packed of. */
final class PackedCopy implements AutoCloseable {
  private final Packing packing;
  private final OnednnMemory memory;
  private long version = -1;

  PackedCopy(String purpose, Packing packing, Occupancy occupancy) {
    this.packing = packing;
    memory = new OnednnMemory("packed " + purpose, packing.bytes(), occupancy);
  }

  /** The address of the packed weights, after packing if the values are of another version. */
  long fresh(long fromAddress, long valuesVersion) {
    long address = memory.segment().address();
    if (version != valuesVersion) {
      packing.pack(fromAddress, address);
      version = valuesVersion;
    }
    return address;
  }

  @Override
  public void close() {
    memory.close();
  }
}
