package dev.countersign.launch;

import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;

/**
 * Jetty's pool of buffers, which notices that direct memory is exhausted before one of the pool's many users swallows
 * the error. Thread-safe.
 */
final class GuardedBuffers extends ArrayByteBufferPool {

    /** @param kept the maximum size of all idle buffers, in bytes, once on the heap and once outside of it */
    GuardedBuffers(long kept) {
        super(0, -1, -1, Integer.MAX_VALUE, kept, kept);
    }

    @Override
    public RetainableByteBuffer.Mutable acquire(int size, boolean direct) {
        try {
            return super.acquire(size, direct);
        } catch (OutOfMemoryError e) {
            Exhaustion.check(e);
            throw e;
        }
    }
}
