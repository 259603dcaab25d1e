package espalier.study.web;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.study.Answer;
import espalier.study.SmallStudy;
import espalier.study.Study;
import espalier.study.StudyDesign;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.htmlunit.WebClient;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlImage;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The participants' page in a browser without a screen, with its script and without. */
class ParticipantsPageTest {

    @TempDir
    private Path folder;
    private Study study;
    private StudyServer server;
    private final List<WebClient> browsers = new ArrayList<>();

    @AfterEach
    void stop() {
        browsers.forEach(WebClient::close);
        server.close();
        study.close();
    }

    private void serve(StudyDesign design) throws IOException {
        study = Study.open(SmallStudy.write(folder, design));
        server = StudyServer.start(study, InetAddress.getLoopbackAddress(), 0);
    }

    private WebClient browser(boolean script) {
        WebClient browser = new WebClient();
        browser.getOptions().setJavaScriptEnabled(script);
        browser.getOptions().setThrowExceptionOnScriptError(true);
        browsers.add(browser);
        return browser;
    }

    /** Types the code and agrees, as a person does. */
    private HtmlPage begin(WebClient browser) throws IOException {
        HtmlPage join = browser.getPage(server.url().toURL());
        ((HtmlInput) join.getElementById("code")).type(server.code());
        HtmlPage information = press(join, "Take part");
        assertThat(information.asNormalizedText()).contains("There are no right or wrong answers here");
        return press(information, "I agree, begin");
    }

    private static HtmlPage press(HtmlPage page, String button) throws IOException {
        return button(page, button).click();
    }

    private static HtmlButton button(HtmlPage page, String text) {
        return page.getByXPath("//button").stream().map(HtmlButton.class::cast)
                .filter(button -> button.asNormalizedText().equals(text)).findFirst().orElseThrow();
    }

    @Test
    void threeParticipantsInTurnAnswerEverything() throws IOException {
        serve(SmallStudy.preference(2, 1, 4, 1));
        List<HtmlPage> pages = new ArrayList<>();
        for (boolean script : List.of(true, false, true)) {
            pages.add(begin(browser(script)));
        }
        for (HtmlPage page : pages) {
            assertThat(page.getTitleText()).startsWith("Practice");
            assertThat(page.asNormalizedText()).contains("This answer does not count", "Both recognised");
        }
        for (int i = 0; i < 5; i++) {
            for (int p = 0; p < pages.size(); p++) {
                HtmlPage page = pages.get(p);
                for (Object image : page.getByXPath("//img")) {
                    assertThat(((HtmlImage) image).getWebResponse(true).getStatusCode()).isEqualTo(200);
                    assertThat(((HtmlImage) image).getAltAttribute()).isIn("Left", "Picture", "Right");
                }
                pages.set(p, press(page, List.of("Left", "Equally", "Right").get((p + i) % 3)));
            }
        }
        assertThat(pages).allSatisfy(page -> assertThat(page.asNormalizedText()).contains("Thank you"));
        assertThat(study.answers()).hasSize(12);
        assertThat(study.state().missing()).isZero();
        assertThat(study.state().participants()).isEqualTo(3);
    }

    @Test
    void theKeysOfThePageAnswerAndABreakKeepsThePlace() throws IOException {
        serve(SmallStudy.recognition(1, 1, 9, 0));
        HtmlPage page = begin(browser(true));
        HtmlPage next = key(page, "2");
        assertThat(next.getTitleText()).startsWith("Question 2");
        assertThat(study.answers()).hasSize(1);
        HtmlPage pause = press(next, "Take a break");
        assertThat(pause.asNormalizedText()).contains("Everything that you answered is kept");
        HtmlPage again = press(pause, "Go on");
        assertThat(again.getTitleText()).startsWith("Question 2");
        assertThat(images(again)).isEqualTo(images(next));
        key(again, "?");
        assertThat(study.answers()).hasSize(2);
        assertThat(((Answer.Recognition) study.answers().get(0)).named()).isEqualTo(1);
        assertThat(((Answer.Recognition) study.answers().get(1)).isUnknown()).isTrue();
    }

    private static HtmlPage key(HtmlPage page, String key) {
        page.executeJavaScript("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: '" + key
                + "', bubbles: true, cancelable: true}))");
        page.getWebClient().waitForBackgroundJavaScript(2000);
        return (HtmlPage) page.getWebClient().getCurrentWindow().getEnclosedPage();
    }

    private static List<String> images(HtmlPage page) {
        return page.getElementsByTagName("img").stream().map(image -> image.getAttribute("src")).toList();
    }

    @Test
    void thePageCanBeReadByAScreenReader() throws IOException {
        serve(SmallStudy.preference(1, 1, 9, 0));
        HtmlPage join = browser(true).getPage(server.joinUrl().toURL());
        HtmlInput code = (HtmlInput) join.getElementById("code");
        assertThat(code.getValue()).isEqualTo(server.code());
        assertThat(join.getElementsByTagName("label").get(0).getAttribute("for")).isEqualTo("code");
        HtmlPage page = press(press(join, "Take part"), "I agree, begin");
        assertThat(page.getDocumentElement().getAttribute("lang")).isEqualTo("en");
        assertThat(page.getElementsByTagName("h1")).hasSize(1);
        assertThat(page.getElementsByTagName("main")).hasSize(1);
        assertThat(page.getElementsByTagName("img")).hasSize(3)
                .allSatisfy(image -> assertThat(image.getAttribute("alt")).isNotBlank());
        assertThat(page.getElementsByTagName("button")).extracting(DomElement::asNormalizedText).containsExactly("Left",
                "Equally", "Right", "Take a break");
        assertThat(((DomElement) page.getFirstByXPath("//div[@role='group']")).getAttribute("aria-label")).isNotBlank();
    }
}
