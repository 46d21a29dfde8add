package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipPreferenceTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip",
                "GZip",
                "x-gzip",
                "gzip, deflate, br, zstd",
                "br;q=1.0,gzip;q=0.001",
                "deflate , gzip ; Q=0.5",
                "*",
                "*;q=0.1",
                "identity;q=0, *",
                "gzip;q=1, *;q=0",
                "*;q=0, gzip",
                ", ,gzip,"
            })
    void compressedIsTaken(String field) {
        assertThat(preferred(field)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "identity",
                "br, deflate",
                "gzip;q=0",
                "gzip;q=0.",
                "gzip;q=0.000",
                "gzip;q=0, *",
                "*;q=0",
                "br, *;q=0.0",
                "gzip;q=2",
                "gzip;q=-1",
                "gzip;q=0.0001",
                "gzip;q=",
                "gzip;level=9",
                "gzipped",
                "agzip",
                "gzip br"
            })
    void compressedIsNotTaken(String field) {
        assertThat(preferred(field)).isFalse();
    }

    @Test
    void allFieldsCount() {
        assertThat(preferred()).isFalse();
        assertThat(preferred("br", "gzip")).isTrue();
        assertThat(preferred("gzip;q=0", "*")).isFalse();
    }

    private static boolean preferred(String... fields) {
        return GzipPreference.in(Collections.enumeration(List.of(fields)));
    }
}
