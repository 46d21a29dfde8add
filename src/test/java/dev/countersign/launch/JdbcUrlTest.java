package dev.countersign.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.launch.JdbcUrl.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcUrlTest {

    @Test
    void ops2_secretsStandApart() throws Exception {
        JdbcUrl url = JdbcUrl.parse("jdbc:postgresql://h:5432/d?password=a%40b&sslmode=require");

        assertThat(url.kind()).isEqualTo(Kind.POSTGRESQL);
        assertThat(url).hasToString("jdbc:postgresql://h:5432/d?sslmode=require");
        assertThat(url.place()).isEqualTo("jdbc:postgresql://h:5432/d");
        assertThat(url.secrets()).isEqualTo(Map.of("password", "a@b"));
    }

    /** MariaDB's driver takes the parameters of its URL as they stand. */
    @Test
    void ops2_secretsOfAMariaDbStandApartAsTheyAre() throws Exception {
        JdbcUrl url =
                JdbcUrl.parse("jdbc:mariadb://h_1:3306/d?sslMode=verify-full&keyStorePassword=x%y&password=a%40b");

        assertThat(url.kind()).isEqualTo(Kind.MARIADB);
        assertThat(url).hasToString("jdbc:mariadb://h_1:3306/d?sslMode=verify-full");
        assertThat(url.secrets()).isEqualTo(Map.of("password", "a%40b", "keyStorePassword", "x%y"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://h/d",
                "jdbc:h2:mem:x",
                "jdbc:MariaDB://h/d",
                "jdbc:mariadb",
                "mariadb://h/d",
                "jdbc:mariadb://u:p@h/d",
                "jdbc:postgresql://u@h/d",
                ""
            })
    void othersAreRefused(String url) {
        assertThatThrownBy(() -> JdbcUrl.parse(url))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--jdbc-url takes ");
    }
}
