package dev.countersign.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class FormParametersTest {

    @TestFactory
    Stream<DynamicTest> forms() throws IOException {
        return Vectors.in("form", vector -> {
            byte[] text = bytes(vector.text("form"));
            Optional<String> problem = vector.optional("problem");
            if (problem.isPresent()) {
                assertThatThrownBy(() -> FormParameters.parse(text)).hasMessage(problem.get());
                return;
            }
            FormParameters form = FormParameters.parse(text);
            assertThat(form.all())
                    .extracting(parameter -> parameter.name() + "=" + parameter.value())
                    .isEqualTo(vector.lines("parameters"));
            assertThat(form.textWithoutCredentials()).isEqualTo(bytes(vector.text("served")));
        });
    }

    @Test
    void gen16_aThousandParametersAndOneMore() throws BadRequestException {
        assertThat(FormParameters.parse(bytes("a&".repeat(1000))).all()).hasSize(1000);
        assertThatThrownBy(() -> FormParameters.parse(bytes("a&".repeat(1001))))
                .hasMessage("there are more than 1000 parameters");
    }

    @Test
    void gen16_aQueryAloneHasAThousandToo() throws BadRequestException {
        assertThat(QueryString.scan("a&&".repeat(1000)).parameters()).isEqualTo(1000);
        assertThatThrownBy(() -> QueryString.scan("a&".repeat(1001))).hasMessage("there are more than 1000 parameters");
    }

    /** None of them is made: the first one is malformed. */
    @Test
    void gen16_tooManyAreRefusedBeforeTheFirstIsMade() {
        assertThatThrownBy(() -> FormParameters.parse(bytes("%zz&" + "a&".repeat(9_999))))
                .hasMessage("there are more than 1000 parameters");
        assertThatThrownBy(() -> FormParameters.parse(bytes("a&a"), 1))
                .hasMessage("there are more than 1000 parameters");
    }

    @Test
    void sec6_theSecretIsBytesOfItsOwnThatSurviveWiping() throws BadRequestException {
        FormParameters form = FormParameters.parse(bytes("client_secret=a%20b"));
        byte[] secret = form.secret().orElseThrow();
        form.wipe();
        assertThat(secret).isEqualTo(bytes("a b"));
        assertThat(form.textWithoutCredentials()).doesNotContain('b');
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
