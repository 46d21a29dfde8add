package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParametersTest {

    private static QueryParameters parse(String query) {
        return QueryParameters.parse(query, Set.of("q", "limit"));
    }

    @Test
    void valuesAreDecodedAndAnEmptyOneIsAbsent() {
        QueryParameters query = parse("&q=a+%C3%A4%26=&&limit=");
        assertThat(query.get("q")).contains("a ä&=");
        assertThat(query.get("limit")).isEmpty();
        assertThat(parse("").get("q")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"q=%", "q=%4", "q=%g0", "q=%FF", "q=a b", "q=ä", "q=\u0000", "q=\u007F", "%=1", "q=%\uFF14\uFF11"
            })
    void whatHasOtherSpellingsIsRefused(String query) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> parse(query))
                .satisfies(e -> assertThat(e.problem().kind()).isEqualTo(ProblemKind.MALFORMED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"q=1&q=1", "q=1&%71=1", "q&q", "other=1", "Q=1"})
    void eachParameterIsKnownAndThereOnce(String query) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> parse(query))
                .satisfies(e -> assertThat(e.problem().kind()).isEqualTo(ProblemKind.INVALID_VALUE));
    }
}
