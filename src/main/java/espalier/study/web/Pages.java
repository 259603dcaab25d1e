package espalier.study.web;

import espalier.study.Question.Experiment;
import espalier.study.StudyDesign;
import espalier.study.Task;
import java.util.List;

/** The pages of a study as HTML. */
final class Pages {

    private final StudyDesign design;
    private final List<String> classNames;
    private final boolean small;

    /** @param small whether pictures have so few pixels that they are better seen */
    Pages(StudyDesign design, List<String> classNames, boolean small) {
        this.design = design;
        this.classNames = classNames;
        this.small = small;
    }

    /**
     * Where the join code is typed.
     *
     * @param code    to begin with, as it comes from the link
     * @param problem what was wrong; empty for nothing
     */
    String join(String code, String problem) {
        return page("Take part", """
                <h1>%s</h1>
                %s<form method="post" action="/join">
                <label for="code">Join code</label>
                <input id="code" name="code" value="%s" required maxlength="12" autocomplete="off"
                 autocapitalize="characters" spellcheck="false">
                <button class="main">Take part</button>
                </form>
                """.formatted(title(), problem.isEmpty() ? "" : "<p role=\"alert\">" + escaped(problem) + "</p>\n",
                escaped(code)));
    }

    /** What participants agree to. */
    String information() {
        StringBuilder paragraphs = new StringBuilder();
        design.information().strip().lines().filter(line -> !line.isBlank())
                .forEach(line -> paragraphs.append("<p>").append(escaped(line)).append("</p>\n"));
        return page("Before you begin", """
                <h1>%s</h1>
                %s<p>%s</p>
                <form method="get" action="/task"><button class="main">I agree, begin</button></form>
                """.formatted(title(), paragraphs, escaped(design.announcement())));
    }

    private String title() {
        return escaped(design.title().isBlank() ? "A study" : design.title());
    }

    /** One question. */
    String task(Task task) {
        boolean preference = design.experiment() == Experiment.PREFERENCE;
        String pictures = preference
                ? figure("left", task.maps().get(0), "Left") + figure("picture", task.picture(), "Picture")
                        + figure("right", task.maps().get(1), "Right")
                : figure("alone", task.maps().get(0), "What the computer used");
        StringBuilder choices = new StringBuilder();
        design.experiment().choices(classNames).forEach(choice -> choices.append("""
                <button name="choice" value="%s"%s>%s</button>
                """.formatted(choice.value(), choice.key().isEmpty() ? "" : " data-key=\"" + choice.key() + "\"",
                escaped(choice.text()))));
        return page(task.heading(),
                """
                        <h1>%s</h1>
                        <p>%s%s</p>
                        <form method="post" action="/answer" class="%s">
                        <input type="hidden" name="number" value="%d">
                        <div class="pictures%s">%s</div>
                        <div class="choices" role="group" aria-label="Your answer">%s</div>
                        </form>
                        <footer>
                        <p>%s</p>
                        <form method="get" action="/pause"><button>Take a break</button></form>
                        </footer>
                        """.formatted(escaped(task.heading()),
                        preference ? "<strong>" + escaped(design.experiment().told(task.shown())) + "</strong> " : "",
                        escaped(design.experiment().asked()), design.experiment().key(), task.number(),
                        small ? " small" : "", pictures, choices, escaped(task.progress())));
    }

    private static String figure(String place, String file, String caption) {
        return """
                <figure class="%s"><img src="/pictures/%s" alt="%s"><figcaption>%3$s</figcaption></figure>
                """.formatted(place, file, caption);
    }

    /** Between questions, for as long as one likes. */
    String pause() {
        return page("A break", """
                <h1>A break</h1>
                <p>Everything that you answered is kept. Go on whenever you like, on this device.</p>
                <form method="get" action="/task"><button class="main">Go on</button></form>
                """);
    }

    /** Nothing is left to ask. */
    String thanks() {
        return page("Thank you", """
                <h1>Thank you</h1>
                <p>That was all. Your answers are kept; you can close this page.</p>
                <form method="post" action="/leave"><button>Somebody else takes part on this device</button></form>
                """);
    }

    /** Something went wrong; where to go from here. */
    String notice(String heading, String message) {
        return page(heading, """
                <h1>%s</h1>
                <p>%s</p>
                <form method="get" action="/"><button class="main">Go on</button></form>
                """.formatted(escaped(heading), escaped(message)));
    }

    private String page(String heading, String body) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s – %s</title>
                <link rel="stylesheet" href="/style.css">
                <script src="/script.js" defer></script>
                </head>
                <body>
                <main>
                %s</main>
                </body>
                </html>
                """.formatted(escaped(heading), title(), body);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'",
                "&#39;");
    }
}
