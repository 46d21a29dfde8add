package dev.countersign.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongTableTest {

    private record Key(long first, long spread) {}

    /** With keys that crowd together, so that rows have to move out of each other's way, round the end of the table too. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void itHoldsWhatAMapHolds(int width) {
        Random random = new Random(20260301);
        LongTable table = new LongTable(width);
        Map<Key, Long> map = new HashMap<>();
        for (int step = 0; step < 60_000; step++) {
            int crowd = step < 30_000 ? 3000 : 20;
            long spread = random.nextInt(crowd) * 7L - 20;
            Key key = new Key(width == 2 ? spread : random.nextInt(2), spread);
            int row = table.find(key.first, key.spread);
            assertThat(row != LongTable.ABSENT).isEqualTo(map.containsKey(key));
            if (row == LongTable.ABSENT) {
                table.add(key.first, key.spread, step + 1L);
                map.put(key, step + 1L);
            } else if (random.nextBoolean()) {
                assertThat(table.value(row)).isEqualTo(map.remove(key));
                table.remove(row);
                table.shrink();
            } else {
                table.setValue(row, -step - 1L);
                map.put(key, -step - 1L);
            }
        }
        assertHolds(table, map);
        for (Key key : List.copyOf(map.keySet())) {
            table.remove(table.find(key.first, key.spread));
            map.remove(key);
        }
        table.shrink();
        assertHolds(table, map);
        assertThat(table.rows()).isEqualTo(16);
    }

    private static void assertHolds(LongTable table, Map<Key, Long> map) {
        map.forEach((key, value) ->
                assertThat(table.value(table.find(key.first, key.spread))).isEqualTo(value));
        List<Long> values = new ArrayList<>();
        for (int row = 0; row < table.rows(); row++) {
            if (table.value(row) != 0) {
                values.add(table.value(row));
            }
        }
        assertThat(values).containsExactlyInAnyOrderElementsOf(map.values());
        assertThat(table.held()).isEqualTo(map.size());
    }
}
