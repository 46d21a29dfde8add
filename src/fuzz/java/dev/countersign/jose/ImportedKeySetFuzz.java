package dev.countersign.jose;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.countersign.manage.KeySetReader.KeysOfSet;
import dev.countersign.manage.UnacceptableKeyException;
import dev.countersign.text.ShownText;

/** ADM-5: any upload as a key set is read or refused, without another exception, and the texts can be shown. */
class ImportedKeySetFuzz {

    @FuzzTest(maxDuration = "10m")
    void keySet(byte[] json) {
        try {
            KeysOfSet set = new ImportedKeySet().read(json);
            assertThat(set.keys()).isNotEmpty().hasSizeLessThanOrEqualTo(KeySetDocument.MAX_KEYS);
            set.warnings().forEach(ImportedKeySetFuzz::check);
        } catch (UnacceptableKeyException e) {
            check(String.valueOf(e.getMessage()));
        }
    }

    private static void check(String text) {
        assertThat(text.codePoints()).isNotEmpty().allMatch(ShownText::isShown);
    }
}
