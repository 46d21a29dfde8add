package dev.countersign.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.auth.FormLimit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EarlyBodyTest {

    private static final String FORM = "application/x-www-form-urlencoded";

    @ParameterizedTest
    @CsvSource({
        "/, NONE",
        "/countersign, NONE",
        "/countersignature/verify, NONE",
        "/countersign/console/, NONE",
        "/countersign/console/j_security_check, LOGIN",
        "/countersign/health/ready, NONE",
        "/countersign/login/login.html, LOGIN",
        "/countersign/login/, LOGIN",
        "/countersign/verify, FORM",
        "/countersign/verify/for/a, FORM",
        "/countersign/admin/clients, FORM",
        "/countersign/token, FORM",
        "/countersign/consoles, FORM"
    })
    void aFormIsGatheredAsThePathSays(String path, EarlyBody early) {
        assertThat(EarlyBody.of("GET", path, List.of(FORM))).isEqualTo(early);
        assertThat(EarlyBody.of("POST", path, List.of("text/plain", FORM + ";charset=utf-8")))
                .isEqualTo(early);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /countersign/verify, NONE",
        "POST, /countersign/verify/200, NONE",
        "POST, /countersign/verifying, FORM",
        "GET, /countersign/admin/clients, NONE",
        "DELETE, /countersign/admin/clients/a, NONE",
        "POST, /countersign/admin/clients, FORM",
        "PUT, /countersign/admin/clients/a, FORM",
        "PATCH, /countersign/admin/clients/a, FORM",
        "get, /countersign/admin/clients, FORM",
        "POST, /countersign/login/login.html, LOGIN"
    })
    void aBodyThatIsNoFormIsGatheredWhereItIsRead(String method, String path, EarlyBody early) {
        assertThat(EarlyBody.of(method, path, List.of("application/json"))).isEqualTo(early);
        assertThat(EarlyBody.of(method, path, List.of())).isEqualTo(early);
    }

    @Test
    void whatIsGatheredIsWhatIsRead() {
        assertThat(EarlyBody.NONE.maxBytes()).isZero();
        assertThat(EarlyBody.LOGIN.maxBytes()).isEqualTo(FormLimit.MAX_LOGIN_BYTES);
        assertThat(EarlyBody.FORM.maxBytes()).isEqualTo(FormLimit.MAX_BYTES);
    }
}
