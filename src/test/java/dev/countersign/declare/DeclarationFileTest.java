package dev.countersign.declare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclarationFileTest {

    @TempDir
    Path directory;

    @Test
    void severalFilesAreOneDeclaration() throws Exception {
        Path a = file("a.json", "[{\"client_id\":\"one\"}, {\"client_id\":\"two\"}]");
        Path b = file("b.json", "[{\"client_id\":\"three\"}]");

        assertThat(DeclarationFile.read(List.of(a, b)))
                .extracting(DeclaredClient::id)
                .containsExactly("one", "two", "three");
    }

    @Test
    void aClientIsDeclaredOnceAndBothPlacesAreTold() throws Exception {
        Path a = file("a.json", "[{\"client_id\":\"one\"}]");
        Path b = file("b.json", "[\n  {\"client_id\":\"one\"}]");

        assertThatThrownBy(() -> DeclarationFile.read(List.of(a, b)))
                .isInstanceOf(DeclarationException.class)
                .hasMessage(b + ", line 2, column 3: the client \"one\" is declared already in " + a
                        + ", line 1, column 2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | line 1, column 1: not a JSON array",
                "[{}] | line 1, column 2: a client without a client_id",
                "[{\"client_id\":\"x\",\"client_id\":\"x\"}] | a JSON member is there twice",
                "[{\"client_id\":\"x\",\"secrets\":[]}] | secrets of the client \"x\" is not declared",
                "[{\"client_id\":\"x\",\"client_secret\":\"s\"}] | client_secret of the client \"x\" is not declared",
            })
    void whatCannotBeDeclaredIsToldWithItsPlace(String text, String message) throws Exception {
        Path file = file("a.json", text);

        assertThatThrownBy(() -> DeclarationFile.read(List.of(file)))
                .isInstanceOf(DeclarationException.class)
                .hasMessageStartingWith(file + ", line 1")
                .hasMessageContaining(message);
    }

    private Path file(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text);
    }
}
