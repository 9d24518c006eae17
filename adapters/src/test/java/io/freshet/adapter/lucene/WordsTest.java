package io.freshet.adapter.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.SearchSettings.Analysis;
import io.freshet.SearchSettings.Keywords;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class WordsTest {
    private static final String LETTERS =
            "eaiouysntrdlzgcbfhjkmpqvwxEAIOUYSNTRDLZGCBFHJKMPQVWX0123456789";

    private static List<String> asked(Analysis analysis, String question) throws IOException {
        Words words = new Words(new Keywords(analysis, 1.2, 0.75));
        return words.asked(question).stream().map(BytesRef::utf8ToString).toList();
    }

    private static Analysis analysis(String word) {
        return Analysis.valueOf(word.toUpperCase(Locale.ROOT));
    }

    @ParameterizedTest
    @CsvSource({
        "english, refunding, refunds",
        "english, car's, cars",
        "english, POLICIES, policy",
        "danish, bøgerne, bøger",
        "dutch, boeken, boek",
        "finnish, kirjastossa, kirjastoissa",
        "french, chevaux, cheval",
        "french, l'équipe, equipes",
        "french, l’équipe, équipe",
        "german, Häuser, Haus",
        "german, Straße, strassen",
        "german, Uebungen, Übung",
        "hungarian, házakban, házban",
        "italian, dell'amministrazione, amministrazioni",
        "italian, biblioteche, biblioteca",
        "norwegian, bilene, bil",
        "portuguese, canções, cancao",
        "russian, ёлки, елка",
        "russian, возвратов, возврата",
        "spanish, canciones, canción",
        "swedish, flickorna, flicka",
    })
    void formsOfAWordAreOneWord(String analysis, String one, String other) throws IOException {
        assertThat(asked(analysis(analysis), one))
                .hasSize(1)
                .isEqualTo(asked(analysis(analysis), other));
    }

    @ParameterizedTest
    @CsvSource({
        "english, the refund of the order, 2",
        "danish, pengene for ordren, 2",
        "dutch, de fiets van het kind, 2",
        "finnish, mitä on vesi, 1",
        "french, le prix de la maison, 2",
        "german, das Haus und der Garten, 2",
        "hungarian, a ház és a kert, 2",
        "italian, la casa di una donna, 2",
        "norwegian, huset og hagen, 2",
        "portuguese, o livro da menina, 2",
        "russian, дом и сад, 2",
        "spanish, la casa de los libros, 2",
        "swedish, huset och trädgården, 2",
    })
    void theCommonestWordsDoNotCountBesideOthers(String analysis, String question, int words)
            throws IOException {
        assertThat(asked(analysis(analysis), question)).hasSize(words);
    }

    @Test
    void aQuestionOfTheCommonestWordsAloneIsAskedAsItStands() throws IOException {
        assertThat(asked(Analysis.ENGLISH, "To be or not to be"))
                .containsExactly("to", "be", "or", "not");
        assertThat(asked(Analysis.GERMAN, "der die das")).hasSize(3);
        assertThat(asked(Analysis.ENGLISH, "...")).isEmpty();
    }

    @Test
    void withoutALanguageWordsStayAsTheyAre() throws IOException {
        assertThat(asked(Analysis.STANDARD, "The Refunds of Café"))
                .containsExactly("the", "refunds", "of", "cafe");
        assertThat(asked(Analysis.STANDARD, "l'eau")).containsExactly("l'eau");
    }

    @ParameterizedTest
    @EnumSource(Analysis.class)
    void chineseIsItsCharactersAndPairsInEveryAnalysis(Analysis analysis) throws IOException {
        assertThat(asked(analysis, "组合式")).containsExactly("组", "组合", "合", "合式", "式");
        assertThat(asked(analysis, "用")).containsExactly("用");
        assertThat(asked(analysis, "在Pinia里使用")).contains("在", "里使", "使用").hasSize(7);
        assertThat(asked(analysis, "ﾃｽﾄ")).contains("テス", "スト");
    }

    /// What a search of texts in no index builds on, to pass over most words.
    @ParameterizedTest
    @EnumSource(Analysis.class)
    void theFirstLetterOfAPlainWordStaysInEveryAnalysis(Analysis analysis) throws IOException {
        Words words = new Words(new Keywords(analysis, 1.2, 0.75));
        Random chance = new Random(31);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder word = new StringBuilder(chance.nextInt(8) == 0 ? "ge" : "");
            for (int length = 1 + chance.nextInt(11); length > 0; length--) {
                int letter = chance.nextInt(LETTERS.length());
                word.append(LETTERS.charAt(chance.nextBoolean() ? letter : letter / 3));
            }
            List<String> stems =
                    words.asked(word.toString()).stream().map(BytesRef::utf8ToString).toList();
            assertThat(stems).as(word.toString()).hasSize(1);
            assertThat(stems.getFirst()).startsWith(word.substring(0, 1).toLowerCase(Locale.ROOT));
        }
    }
}
