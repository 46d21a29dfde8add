package dev.countersign.mtls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;

/** MTLS-4: any bytes as a file of CAs or revocation lists are read, or refused with a reason that can be shown. */
class AuthorityFileFuzz {

    @FuzzTest(maxDuration = "10m")
    void mtls4_authorities(byte[] file) {
        if (file.length == 0) {
            return;
        }
        try {
            assertThat(AuthorityFile.parse(file))
                    .isNotEmpty()
                    .allSatisfy(authority -> assertThat(authority.isAuthority()).isTrue());
        } catch (UnusableFileException e) {
            assertThat(e.problem()).hasSizeLessThan(1000).matches("[^\\p{Cntrl}]+");
        }
    }

    @FuzzTest(maxDuration = "10m")
    void mtls4_revocationLists(byte[] file) {
        if (file.length == 0) {
            return;
        }
        try {
            assertThat(RevocationFile.parse(file, Instant.parse("2026-03-01T10:00:00Z")))
                    .isNotEmpty()
                    .allSatisfy(list -> assertThat(list.issuer()).isNotNull());
        } catch (UnusableFileException e) {
            assertThat(e.problem()).hasSizeLessThan(1000).matches("[^\\p{Cntrl}]+");
        }
    }
}
