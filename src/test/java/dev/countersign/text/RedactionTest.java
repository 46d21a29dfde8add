package dev.countersign.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

    private static final String PLANT = "jdbc:postgresql://u:hunter2@db/clients";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    jdbc:postgresq://db/clients?user=u&password=hunter2&ssl=true | jdbc:postgresq://db/clients?user=u&password=***&ssl=true
                    jdbc:h2:tcp://db/clients;PASSWORD=hunter2;USER=sa | jdbc:h2:tcp://db/clients;PASSWORD=***;USER=sa
                    no driver for 'jdbc:x://u:hunter2@db:5432/clients' | no driver for 'jdbc:x://***@db:5432/clients'
                    jdbc:x://u:hun/ter2@db:5432/clients | jdbc:x://***@db:5432/clients
                    jdbc:x://u:hun@ter2@db:5432/clients | jdbc:x://***@db:5432/clients
                    https://ghp_hunter2@github.example/x | https://***@github.example/x
                    http://proxy:hunter2@10.0.0.1:3128 cannot be reached | http://***@10.0.0.1:3128 cannot be reached
                    jdbc:oracle:thin:scott/hunter2@//db:1521/clients | jdbc:oracle:thin:***@//db:1521/clients
                    jdbc:postgresql://db:5432/clients?sslpassword=hunter2 | jdbc:postgresql://db:5432/clients?sslpassword=***
                    jdbc:postgresql://db:5432/clients?pass%77ord=hunter2 | jdbc:postgresql://db:5432/clients?pass%77ord=***
                    {user=u, password=hunter2, ssl=true} | {user=u, password=***, ssl=true}
                    jdbc:sqlserver://db;accessToken=hunter2;keyStoreSecret=hunter2 | jdbc:sqlserver://db;accessToken=***;keyStoreSecret=***
                    jdbc:mariadb://db/x?trustStorePassword="hunter 2"&a=b | jdbc:mariadb://db/x?trustStorePassword=***&a=b
                    private_key=hunter2 | private_key=***
                    masterKey: there is no file /k1 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8= | masterKey: there is no file /k1 ***
                    """)
    void ops2_aSecretIsTakenOut(String text, String shown) {
        assertThat(Redaction.of(text)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db:5432/clients?user=a@b",
                "client=billing method=private_key_jwt source=10.0.0.1 unavailable",
                "https://as.example/keys?kid=1",
                "no key set from https://origin.example: it has not answered in time",
                "ask admin@example.org"
            })
    void ops2_whatIsNoSecretStays(String text) {
        assertThat(Redaction.of(text)).isEqualTo(text);
    }

    @Test
    void ops2_causesAndSuppressedOnesAreReadToo() {
        SQLException driver = new SQLException("no driver for " + PLANT);
        Exception failure = new IllegalStateException("the store cannot be asked", driver);
        failure.addSuppressed(new IllegalArgumentException("password=hunter2"));

        Throwable shown = Redaction.of(failure);

        assertThat(printed(failure)).contains("hunter2");
        assertThat(printed(shown))
                .doesNotContain("hunter2")
                .contains(
                        "java.lang.IllegalStateException: the store cannot be asked",
                        "Caused by: java.sql.SQLException: no driver for jdbc:postgresql://***@db/clients",
                        "at " + RedactionTest.class.getName());
    }

    @Test
    void ops2_aFailureWithoutASecretStaysItself() {
        Exception failure = new IllegalStateException("the store cannot be asked", new SQLException());

        assertThat(Redaction.of(failure)).isSameAs(failure);
    }

    @Test
    void ops2_aCircleOfCausesEnds() {
        Exception one = new IllegalStateException(PLANT);
        Exception other = new IllegalStateException(PLANT, one);
        one.initCause(other);

        assertThat(printed(Redaction.of(one))).doesNotContain("hunter2");
    }

    /** Strangers' texts may come with an exception: the patterns do not go back and forth over them. */
    @ParameterizedTest
    @ValueSource(strings = {"//", "//a:", "pass", "password=", "pass-", "jdbc:a:", "jdbc:", "A", "\"", "a/b@", "//a@"})
    void ops2_aLongTextIsReadOnce(String piece) {
        String text = "=@" + piece.repeat(20_000);

        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> Redaction.of(text));
    }

    private static String printed(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
