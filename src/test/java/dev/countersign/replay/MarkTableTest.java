package dev.countersign.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MarkTableTest {

    private static final int VALUE_BITS = 25;

    private record Key(long high, long low) {}

    /** With keys that crowd together, so that they are next to each other, round the end of the table too. */
    @Test
    void itHoldsWhatAMapHolds() {
        Random random = new Random(20260301);
        MarkTable table = new MarkTable(VALUE_BITS, 3);
        Map<Key, Long> map = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            long crowd = random.nextInt(40) == 0 ? -1L : random.nextInt();
            Key key = new Key((crowd << 32) | (1 + random.nextInt(100)), (long) random.nextInt(3) << VALUE_BITS);
            long value = random.nextInt(1 << VALUE_BITS);
            int row = table.find(key.high, key.low | random.nextInt(1 << VALUE_BITS));
            assertThat(row != MarkTable.ABSENT).isEqualTo(map.containsKey(key));
            if (row == MarkTable.ABSENT) {
                if (table.isFull()) {
                    long grown = table.grownBytes();
                    table.grow();
                    assertThat(table.bytes()).isEqualTo(grown);
                }
                table.add(key.high, key.low, value);
            } else {
                table.setValue(row, value);
            }
            map.put(key, value);
        }
        map.forEach((key, value) ->
                assertThat(table.value(table.find(key.high, key.low))).isEqualTo(value));
        assertThat(table.bytes()).isLessThan(map.size() * 33L);
    }
}
