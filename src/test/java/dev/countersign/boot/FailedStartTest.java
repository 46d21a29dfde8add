package dev.countersign.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailedStartTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    'jdbc:postgresq://db/clients?user=u&password=hunter2&ssl=true' | 'jdbc:postgresq://db/clients?user=u&password=***&ssl=true'
                    'jdbc:h2:tcp://db/clients;PASSWORD=hunter2;USER=sa' | 'jdbc:h2:tcp://db/clients;PASSWORD=***;USER=sa'
                    'jdbc:x://u:hunter2@db:5432/clients' | 'jdbc:x://u:***@db:5432/clients'
                    'jdbc:postgresql://db:5432/clients?sslpassword=hunter2' | 'jdbc:postgresql://db:5432/clients?sslpassword=***'
                    'jdbc:postgresql://db:5432/clients?user=a@b' | 'jdbc:postgresql://db:5432/clients?user=a@b'
                    """)
    void sec6_aPasswordInAUrlIsNotToldWithTheReason(String url, String told) {
        Exception failure =
                new IllegalStateException("the store cannot be asked", new SQLException("no driver for '" + url + "'"));

        assertThat(FailedStart.reasons(failure)).isEqualTo("the store cannot be asked: no driver for '" + told + "'");
    }
}
