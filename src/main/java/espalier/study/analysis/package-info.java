/**
 * What the answers of a study come to: {@link espalier.study.analysis.StudyAnalysis} from single answers,
 * {@link espalier.study.analysis.PublishedStudy} as the paper has it, {@link espalier.study.analysis.Power} before
 * there are any.
 *
 * <p>The window, the command line and reports call it; it calls the answers of {@link espalier.study} and nothing that
 * knows networks.
 */
package espalier.study.analysis;
