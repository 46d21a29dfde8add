package dev.countersign.jose;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.countersign.auth.KeySetReader.KeysOfSet;
import dev.countersign.auth.UnacceptableKeyException;

/** ADM-5: whatever somebody uploads as a key set, reading it ends well, and nothing of it is repeated. */
class ImportedKeySetFuzz {

    @FuzzTest(maxDuration = "10m")
    void keySet(byte[] json) {
        try {
            KeysOfSet set = new ImportedKeySet().read(json);
            assertThat(set.keys()).isNotEmpty().hasSizeLessThanOrEqualTo(KeySet.MAX_KEYS);
            set.warnings().forEach(warning -> assertThat(warning).matches("[\\x20-\\x7E]+"));
        } catch (UnacceptableKeyException e) {
            assertThat(e).message().matches("[\\x20-\\x7E]+");
        }
    }
}
