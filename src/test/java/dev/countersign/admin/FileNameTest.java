package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.client.ClientId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNameTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "billing | billing.p12",
                "bill-ing_2.eu | bill-ing_2.eu.p12",
                ".. | __.p12",
                "../../etc/passwd | ___.__etc_passwd.p12",
                "-rf | _rf.p12",
                ".profile | _profile.p12",
                "a..b | a._b.p12",
                "C:\\x | C__x.p12",
                "a\"; filename=\"b | a___filename__b.p12",
                "https://client.example/?a=b | https___client.example__a_b.p12",
            })
    void adm5_noClientsIdIsAPathOrEndsTheHeader(String id, String name) {
        String made = FileName.of(new ClientId(id), "p12");

        assertThat(made).matches("[A-Za-z0-9_][A-Za-z0-9_.-]*");
        assertThat(made).doesNotContain("..");
        assertThat(made).isEqualTo(name);
    }

    @Test
    void aLongOneIsCut() {
        assertThat(FileName.of(new ClientId("x".repeat(255)), "p12")).hasSize(104);
    }
}
