package dev.countersign.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AccessRulesTest {

    @Test
    void whatIsTooMuchIsRefused() {
        String[] ranges = IntStream.rangeClosed(0, AccessRules.MAX_SOURCES)
                .mapToObj(i -> "10.0.0." + i)
                .toArray(String[]::new);

        assertThatThrownBy(() -> of(ranges)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> of("10.0.0.1", "10.0.0.1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> of("1".repeat(AccessRules.MAX_SOURCE_CHARS + 1)))
                .isInstanceOf(IllegalArgumentException.class);
        for (String name : List.of("", "m".repeat(AccessRules.MAX_MANAGED_BY_CHARS + 1))) {
            assertThatThrownBy(() -> new AccessRules(false, List.of(), Optional.of(name)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static AccessRules of(String... ranges) {
        return new AccessRules(false, List.of(ranges), Optional.empty());
    }
}
