package dev.countersign.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * GEN-4, GEN-16, SEC-10: whatever stands in a form, reading it ends well, and what is left of it has no credentials but
 * all the rest.
 */
class FormBodyFuzz {

    @FuzzTest(maxDuration = "10m")
    void form(byte[] text) throws BadRequestException {
        FormParameters form;
        try {
            form = FormParameters.parse(text.clone());
        } catch (BadRequestException e) {
            assertThat(e.description()).matches("[\\x20-\\x7E]+");
            return;
        }
        for (FormParameters.Parameter parameter : form.all()) {
            String encoded =
                    new String(text, parameter.from(), nameLength(text, parameter), StandardCharsets.ISO_8859_1);
            // The JDK decodes runs of escapes by themselves; one character per byte, and it is about bytes again.
            byte[] name =
                    URLDecoder.decode(encoded, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
            assertThat(parameter.name()).isEqualTo(new String(name, StandardCharsets.UTF_8));
        }
        List<String> rest = described(form.all().stream()
                .filter(parameter -> !parameter.isCredential())
                .toList());
        FormParameters served = FormParameters.parse(form.textWithoutCredentials());
        assertThat(described(served.all())).isEqualTo(rest);
        assertThat(ServedForm.withoutCredentials(FormParameters.NONE, form).parameters())
                .doesNotContainKeys("client_secret", "client_assertion", "client_assertion_type");
        if (rest.size() == form.all().size()) {
            assertThat(served.textWithoutCredentials()).isEqualTo(text);
        }
    }

    private static int nameLength(byte[] text, FormParameters.Parameter parameter) {
        int at = parameter.from();
        while (at < parameter.to() && text[at] != '=') {
            at++;
        }
        return at - parameter.from();
    }

    private static List<String> described(List<FormParameters.Parameter> parameters) {
        return parameters.stream()
                .map(parameter -> parameter.name().length() + parameter.name() + "=" + parameter.value())
                .toList();
    }
}
