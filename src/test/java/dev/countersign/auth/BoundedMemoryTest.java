package dev.countersign.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoundedMemoryTest {

    private static final int ROOM = 16 << 20;

    private final BoundedMemory<String> memory = new BoundedMemory<>(ROOM);

    @Test
    void mtls4_theMemoryIsBoundedAndKeepsWhatWasAskedForLast() {
        for (int i = 0; i < 100_000; i++) {
            memory.put("key" + i, "value", 8_000);
            assertThat(memory.get("key0")).as("is asked for again and again").contains("value");
        }

        assertThat(memory.bytes()).isLessThanOrEqualTo(ROOM);
        assertThat(memory.size()).isBetween(1_000, 2_100);
        assertThat(memory.get("key99999")).contains("value");
        assertThat(memory.get("key1")).isEmpty();
    }

    @Test
    void aLargeValueIsNotKeptAndDrivesNothingOut() {
        memory.put("small", "value", 100);
        memory.put("large", "value", ROOM / 16 / 8);

        assertThat(memory.get("large")).isEmpty();
        assertThat(memory.get("small")).contains("value");
    }

    @Test
    void aKeyThatIsPutAgainIsCountedOnce() {
        memory.put("key", "one", 100);
        long once = memory.bytes();
        memory.put("key", "other", 100);

        assertThat(memory.bytes()).isEqualTo(once);
        assertThat(memory.size()).isEqualTo(1);
        assertThat(memory.get("key")).contains("other");
        memory.remove("key");
        memory.remove("key");
        assertThat(memory.bytes()).isZero();
        assertThat(memory.get("key")).isEmpty();
    }

    @Test
    void theCountStaysRightUnderManyThreads() throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Future<?>[] all = IntStream.range(0, 4)
                    .mapToObj(thread -> threads.submit(() -> {
                        start.await();
                        for (int i = 0; i < 20_000; i++) {
                            String key = "key" + (i * 7 + thread) % 3_000;
                            memory.put(key, key, 8_000);
                            assertThat(memory.get(key))
                                    .satisfiesAnyOf(
                                            found -> assertThat(found).contains(key),
                                            found -> assertThat(found).isEmpty());
                            if (i % 3 == 0) {
                                memory.remove(key);
                            }
                        }
                        return null;
                    }))
                    .toArray(Future[]::new);
            start.countDown();
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        for (int i = 0; i < 3_000; i++) {
            memory.remove("key" + i);
        }
        assertThat(memory.bytes()).isZero();
        assertThat(memory.size()).isZero();
    }
}
