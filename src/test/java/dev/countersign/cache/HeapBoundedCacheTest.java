package dev.countersign.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.client.ClientId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeapBoundedCacheTest {

    private static final long MAX_BYTES = 1 << 20;
    private static final int MAX_VALUES = 1000;

    private final HeapBoundedCache<byte[]> cache =
            new HeapBoundedCache<>(byte[].class, MAX_VALUES, MAX_BYTES, value -> value.length);

    @AfterEach
    void close() {
        cache.close();
    }

    @Test
    void manyLargeValuesKeepToTheBytes() {
        for (int i = 0; i < 500; i++) {
            put(i, 60_000);
            assertThat(cache.bytes()).isLessThanOrEqualTo(MAX_BYTES);
        }

        assertThat(cache.size()).isEqualTo(17).isEqualTo(cache.all().size());
        assertThat(cache.evictions()).isEqualTo(500 - 17);
        assertThat(cache.get(id(499))).isPresent();
        assertThat(cache.get(id(482))).isEmpty();
    }

    @Test
    void manySmallValuesKeepToTheNumber() {
        for (int i = 0; i < 3 * MAX_VALUES; i++) {
            put(i, 10);
        }

        assertThat(cache.size()).isEqualTo(MAX_VALUES).isEqualTo(cache.all().size());
        assertThat(cache.evictions()).isEqualTo(2L * MAX_VALUES);
    }

    @Test
    void aValueThatIsTooLargeIsNotKeptAndPushesNothingOut() {
        put(1, 10);
        put(2, 10);

        put(3, (int) MAX_BYTES / 16);
        put(2, (int) MAX_BYTES);

        assertThat(cache.get(id(3))).isEmpty();
        assertThat(cache.get(id(2)))
                .as("what was there is not the value any more")
                .isEmpty();
        assertThat(cache.get(id(1))).isPresent();
        assertThat(cache.size()).isEqualTo(1);
        assertThat(cache.evictions()).isZero();
    }

    @Test
    void whatWasPutTheLongestAgoGoesFirst() {
        for (int i = 0; i < MAX_VALUES; i++) {
            put(i, 10);
        }
        put(0, 10);

        put(MAX_VALUES, 10);

        assertThat(cache.get(id(0))).isPresent();
        assertThat(cache.get(id(1))).isEmpty();
        assertThat(cache.evictions()).isEqualTo(1);
    }

    @Test
    void aValueIsRemovedByOneCallerAndOnlyItself() {
        byte[] first = put(1, 10);
        byte[] second = put(1, 20);

        assertThat(cache.remove(id(1), first)).isFalse();
        assertThat(cache.remove(id(1), second)).isTrue();
        assertThat(cache.remove(id(1), second)).isFalse();
        assertThat(cache.remove(id(1))).isFalse();
        assertThat(cache.bytes()).isZero();
        assertThat(cache.evictions()).isZero();
    }

    @Test
    void afterAllKindsOfChangesAtOnceTheNumbersAreThoseOfWhatIsThere() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Object>> work = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                Random random = new Random(thread);
                work.add(Executors.callable(() -> {
                    for (int i = 0; i < 20_000; i++) {
                        int number = random.nextInt(2000);
                        switch (random.nextInt(8)) {
                            case 0 -> cache.remove(id(number));
                            case 1 -> cache.get(id(number)).ifPresent(value -> cache.remove(id(number), value));
                            default -> put(number, random.nextInt(5000));
                        }
                        if (i % 5000 == 0) {
                            cache.clear();
                        }
                    }
                }));
            }
            for (Future<Object> each : threads.invokeAll(work)) {
                each.get();
            }
        } finally {
            threads.shutdown();
        }

        List<byte[]> all = cache.all();
        assertThat(cache.size()).isEqualTo(all.size());
        long own = cache.bytes() - all.stream().mapToLong(value -> value.length).sum();
        assertThat(own % all.size()).as("the same for each").isZero();
        assertThat(cache.bytes()).isLessThanOrEqualTo(MAX_BYTES);
    }

    @Test
    void aClosedCacheIsEmptyAndKeepsNothing() {
        put(1, 10);

        cache.close();

        assertThat(cache.get(id(1))).isEmpty();
        put(2, 10);
        assertThat(cache.get(id(2))).isEmpty();
        assertThat(cache.all()).isEmpty();
        assertThat(cache.remove(id(2))).isFalse();
        cache.clear();
        assertThat(cache.size()).isZero();
    }

    private byte[] put(int number, int bytes) {
        byte[] value = new byte[bytes];
        cache.put(id(number), value);
        return value;
    }

    private static ClientId id(int number) {
        return new ClientId("client-" + number);
    }
}
