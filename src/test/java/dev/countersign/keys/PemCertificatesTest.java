package dev.countersign.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemCertificatesTest {

    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";

    @Test
    void blocksAreReadInTheirOrderAndWhatIsAroundThemIsPassedOver() throws Exception {
        String pem = "Certificate:\n  Data: 1\n" + BEGIN + "\r\nAQ\r\nID\r\n" + END + "\n"
                + "-----BEGIN PRIVATE KEY-----\nBQYH\n-----END PRIVATE KEY-----\n" + BEGIN + "BAUG" + END;

        assertThat(PemCertificates.read(pem)).containsExactly(new byte[] {1, 2, 3}, new byte[] {4, 5, 6});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "AQID",
                "-----BEGIN CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\nAQID",
                "-----BEGIN CERTIFICATE-----\nAQID\n-----BEGIN CERTIFICATE-----\nAQID\n-----END CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\nAQID\n-----END X-----",
                "-----BEGIN CERTIFICATE-----\nAQ?D\n-----END CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\nAQI\n-----END CERTIFICATE-----",
                "-----BEGIN X509 CRL-----\nAQID\n-----END X509 CRL-----"
            })
    void whatIsCutOffOrNoBase64IsRefusedWhole(String pem) {
        assertThatThrownBy(() -> PemCertificates.read(pem)).isInstanceOf(MalformedDerException.class);
    }
}
