package dev.countersign.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestWordTest {

    @ParameterizedTest
    @CsvSource({"bakup,backup", "restor,restore", "BACKUP,''", "x,''", "backupbackup,''", "--dat,--data"})
    void oneLetterInThreeMayBeWrong(String word, String nearest) {
        assertThat(NearestWord.to(word, Stream.of("backup", "restore", "--data"))
                        .orElse(""))
                .isEqualTo(nearest);
    }

    @Test
    void aLongWordIsNotCompared() {
        assertThat(NearestWord.to("b".repeat(41), Stream.of("b".repeat(40)))).isEmpty();
    }
}
